#!/bin/bash
#SBATCH - -array=1-4 --time = 10h -time=1 --comment="a b
#SBATCH hetjob
cat <<-EOF
	EOF
#SBATCH -n 4