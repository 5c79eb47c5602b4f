#!/bin/bash
# SBATCH –partition=gpu —gres=a100_10g:2
true
#SBATCH --mem=4GiB
