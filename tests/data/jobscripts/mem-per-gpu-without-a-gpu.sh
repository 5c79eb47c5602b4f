#!/bin/bash -l
#SBATCH --partition=general
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=8:00:00
#SBATCH --mem-per-gpu=32G

python train.py
