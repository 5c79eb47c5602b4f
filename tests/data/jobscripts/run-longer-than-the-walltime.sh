#!/bin/bash -l
#SBATCH --job-name=training
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --time=10:00:00

python train.py
