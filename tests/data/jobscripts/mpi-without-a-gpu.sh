#!/bin/bash -l
#SBATCH --job-name=cfd
#SBATCH --partition=general
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --ntasks=64
#SBATCH --mem-per-cpu=2G
#SBATCH --time=3-00:00:00

module load OpenFOAM
srun simpleFoam -parallel
