#!/bin/bash
#PBS -N relax
#PBS -l walltime=04:00:00
#SBATCH --partition=general
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=04:00:00

mpirun vasp_std
