#!/bin/bash -l
#SBATCH --job-name=solver
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gres/gpu:a100_20g:1
#SBATCH --time=4:00:00

./solver
