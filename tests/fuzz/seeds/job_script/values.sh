#!/bin/bash
#SBATCH --mail-type="END, FIAL" -k=off --signal=B:USR1@5 -d afterok:1_[1-3],singleton
#SBATCH --time=1:00 --time-min=2h --tmp=1.5G --hint=multi,,x --exclusive=usr
./x
