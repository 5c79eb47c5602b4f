#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --ntasks=1
#SBATCH --time=02:30:00

module load MATLAB
matlab -batch "run('fit.m')"
