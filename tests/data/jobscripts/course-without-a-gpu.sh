#!/bin/bash -l
#SBATCH --partition=course
#SBATCH --qos=course
#SBATCH --account=2025-fall-ds-492-ab12-cd34
#SBATCH --ntasks=8
#SBATCH --time=00:20:00

mpirun ./heat 1024
