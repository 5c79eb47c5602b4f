#!/bin/bash -l
#SBATCH -pgpu
#SBATCH -qstandard
#SBATCH -Aab123
#SBATCH -n1 -c2
#SBATCH -t90
#SBATCH --gres=gpu:a100_10g:1

./render scene.blend
