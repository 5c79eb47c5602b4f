#!/bin/bash -l
#SBATCH --partition=debug_gpu
#SBATCH --qos=debug
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --time=1:00:00
#SBATCH --cpus-per-task=4
#SBATCH --mem=32G

python train.py
