#!/bin/bash -l

# Where it goes
#SBATCH --partition=gpu      # the one with GPUs
#SBATCH --qos=standard       # charged; low is free
#SBATCH --account=ab123

# What it needs
#SBATCH --gres=gpu:a100_20g:1  # 12 GB at the peak
#SBATCH --time=8:00:00         # takes 5 h as a rule

python train.py
