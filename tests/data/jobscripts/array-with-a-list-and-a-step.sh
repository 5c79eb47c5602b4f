#!/bin/bash
#SBATCH -p gpu -q low -A ab123
#SBATCH --array=1,5,7,10-30:5
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --time=45:00:00

./sweep --seed $SLURM_ARRAY_TASK_ID
