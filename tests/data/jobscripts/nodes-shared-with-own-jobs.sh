#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100:1
#SBATCH --exclusive=user
#SBATCH --time=1:00:00

python train.py
