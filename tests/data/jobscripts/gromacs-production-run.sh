#!/bin/bash -l
#SBATCH -J villin
#SBATCH -p gpu
#SBATCH -q standard
#SBATCH -A ab123
#SBATCH -N 1
#SBATCH -n 1
#SBATCH -c 4
#SBATCH --gres=gpu:a100_20g:1
#SBATCH -t 1-00:00:00

module load GROMACS

export OMP_NUM_THREADS=$SLURM_CPUS_PER_TASK
gmx mdrun -deffnm md -ntmpi 1 -ntomp 4 -nb gpu -pme gpu -maxh 23.5
