#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=8:00:00
#SBATCH -G 2
#SBATCH -N 1

python train.py
