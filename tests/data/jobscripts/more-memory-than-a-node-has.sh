#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=low
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100:1
#SBATCH --time=8:00:00
#SBATCH --cpus-per-task=16
#SBATCH --mem=1T

python train.py
