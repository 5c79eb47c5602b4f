#!/bin/bash -l
#SBATCH --partition=course_gpu
#SBATCH --qos=course
#SBATCH --account=2025-fall-ds-492-ab12-cd34
#SBATCH --gres=gpu:1
#SBATCH --time=1:00:00

python homework.py
