#!/bin/bash -l
#SBATCH -p gpu
#SBATCH -q standard
#SBATCH -A ab123
#SBATCH -G a100:1
#SBATCH -c 8
#SBATCH -t 10:00:00

python pretrain.py
