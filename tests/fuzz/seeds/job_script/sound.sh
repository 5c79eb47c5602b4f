#!/bin/bash -l
#SBATCH --job-name=train --output=%x.%j.out
#SBATCH -p gpu -q standard -A ab123 -c4
#SBATCH --gres=gpu:a100_20g:1 --time=10:00:00
srun python train.py
