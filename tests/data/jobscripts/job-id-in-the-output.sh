#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_20g:1
#SBATCH --time=8:00:00
#SBATCH --output=train.$SLURM_JOB_ID.out
#SBATCH --error=train.${SLURM_JOB_ID}.err

python train.py
