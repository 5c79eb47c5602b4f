#!/bin/bash -l
#SBATCH --job-name=folds
#SBATCH --output=logs/%A_%a.out
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --array=0-19%4
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --time=03:00:00

python fit.py --fold "$SLURM_ARRAY_TASK_ID"
