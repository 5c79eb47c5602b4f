#!/bin/bash -l
#SBATCH --job-name=stage2
#SBATCH --mail-type=END,FAIL
#SBATCH --mail-user=ab123@example.edu
#SBATCH --dependency=singleton
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_40g:1
#SBATCH --cpus-per-task=8
#SBATCH --time=20:00:00
#SBATCH --signal=B:USR1@300

python stage2.py
