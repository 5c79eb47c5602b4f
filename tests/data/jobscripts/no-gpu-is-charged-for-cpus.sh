#!/bin/bash -l
#SBATCH --partition=general
#SBATCH --qos=low
#SBATCH --account=ab123
#SBATCH --cpus-per-task=32
#SBATCH --exclusive
#SBATCH --time=1-0

python preprocess.py --workers 32
