#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=8:00:00
#SBATCH --ntasks=4
#SBATCH --gpus-per-task=a100_10g:1

srun python fit.py
