#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:8
#SBATCH --time=8:00:00
#SBATCH --nodes=1

python train.py
