#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --time=8:00:00
#SBATCH --exclusive
#SBATCH --nodes=1

python train.py
