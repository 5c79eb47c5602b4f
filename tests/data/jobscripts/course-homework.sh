#!/bin/bash -l
#SBATCH --job-name=hw3
#SBATCH --output=hw3.out
#SBATCH --partition=course_gpu
#SBATCH --qos=course
#SBATCH --account=2025-fall-ds-492-ab12-cd34
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00

python hw3.py
