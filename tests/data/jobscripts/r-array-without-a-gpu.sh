#!/bin/bash -l
#SBATCH --partition=general
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --array=1-500
#SBATCH --mem=2G
#SBATCH --time=00:15:00
#SBATCH --output=/dev/null

Rscript simulate.R "$SLURM_ARRAY_TASK_ID"
