#!/bin/bash -l
#SBATCH --partition=debug_gpu
#SBATCH --qos=debug
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100:1
#SBATCH --time=1:00:00

python train.py
