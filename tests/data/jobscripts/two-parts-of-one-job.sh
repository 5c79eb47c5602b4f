#!/bin/bash
#SBATCH --partition=general
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=02:00:00
#SBATCH --cpus-per-task=16
#SBATCH hetjob
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=02:00:00
#SBATCH --gres=gpu:a100_10g:1

srun ./simulate : ./learn
