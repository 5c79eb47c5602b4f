#!/bin/bash -l
#SBATCH --partition gpu
#SBATCH --qos standard
#SBATCH --account ab123
#SBATCH --gres gpu:a100_20g:1
#SBATCH --cpus-per-task 4
#SBATCH --time 06:00:00

python segment.py
