#!/bin/bash -l
#SBATCH -p gpu -q standard -A ab123
#SBATCH --gres=gpu:a100_10g:1
#SBATCH - -array=1-10
#SBATCH --time=1:00:00

python fit.py $SLURM_ARRAY_TASK_ID
