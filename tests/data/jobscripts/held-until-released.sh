#!/bin/bash -l
#SBATCH -H
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_20g:1
#SBATCH --nice=100
#SBATCH --begin=now+1hour
#SBATCH --time=8:00:00

python train.py
