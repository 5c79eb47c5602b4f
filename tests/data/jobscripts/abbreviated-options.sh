#!/bin/bash -l
#SBATCH --part=gpu
#SBATCH --acco=ab123
#SBATCH --qo=standard
#SBATCH --job=probe
#SBATCH --cpus-per-t=4
#SBATCH --gres=gpu:a100_20g:1
#SBATCH --time=2:00:00

python probe.py
