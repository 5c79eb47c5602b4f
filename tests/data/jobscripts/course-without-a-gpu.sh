#!/bin/bash -l
#SBATCH --partition=course
#SBATCH --qos=course
#SBATCH --account=2025-fall-ds-492-kjc59-ls565
#SBATCH --ntasks=8
#SBATCH --time=00:20:00

mpirun ./heat 1024
