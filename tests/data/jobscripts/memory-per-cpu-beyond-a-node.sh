#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=low
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100:4
#SBATCH --time=8:00:00
#SBATCH --cpus-per-task=64
#SBATCH --mem-per-cpu=16G

python train.py
