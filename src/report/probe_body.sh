
# ---- from here on the same in every probe ----

# Figures are read and printed by the rules of the locale C. That stays within the functions: what is measured, the modules and the
# jobs that are submitted keep the locale of the user, or none.
minute=60   # seconds
patience=20 # seconds that a command which is stopped has to end by itself

fail() {
  printf 'probe: %s\n' "$*" >&2
  exit 1
}

# What $2 is in the records of option $1, the last one counting; nothing where it is not known.
recorded() {
  local -x LC_ALL=C
  awk -v option="option=$1" -v key="$2=" '
    $1 == option { value = ""; for (i = 2; i <= NF; ++i) if (index($i, key) == 1) value = substr($i, length(key) + 1) }
    END { if (value != "-") print value }' <"$log"
}

# The GPU memory in use and there, in MiB. A slice is told apart from the GPU that it is a part of; where several are to be seen,
# none of them is known to be the job's own.
read_memory() {
  local -x LC_ALL=C
  timeout 10 nvidia-smi -q -x 2>/dev/null | awk -v RS='<' -v slice="${slices[$1]}" '
    BEGIN { inside = 0 }
    /^gpu[ >]/ { ++gpus }
    /^mig_device>/ { ++instances; inside = 1 }
    /^\/mig_device>/ { inside = 0 }
    /^fb_memory_usage>/ { memory = 1 }
    /^\/fb_memory_usage>/ { memory = 0 }
    memory && /^(used|total)>[ \t]*[0-9]+ MiB/ {
      split($0, part, ">")
      figure[inside, part[1]] = part[2] + 0
    }
    END {
      of = slice == "yes" ? 1 : 0
      one = slice == "yes" ? instances == 1 : gpus == 1 && instances == 0
      if (one && (of, "used") in figure && (of, "total") in figure) print figure[of, "used"], figure[of, "total"]
    }'
}

# The rate that a program printed, once it runs steadily: the middle one of the second half.
read_rate() {
  local -x LC_ALL=C
  [[ -n $rate_regex ]] || return 0
  tr '\r' '\n' <"$1" | grep -aE -e "$rate_regex" | tail -n 20000 |
    while IFS= read -r line; do
      [[ $line =~ $rate_regex ]] && printf '%s\n' "${BASH_REMATCH[1]}"
    done |
    grep -xE '[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?' |
    awk '$1 > 0 { rate[++n] = $1 } END { for (i = int(n / 2) + 1; i <= n; ++i) print rate[i] }' |
    sort -g | awk '{ rate[NR] = $1 } END { if (NR) print rate[int((NR + 1) / 2)] }'
}

# The line with which the command said that the GPU has too little memory, among the last that it printed; nothing where none does. An
# option is ruled out by it, so it has to name the GPU: "out of memory" alone, java.lang.OutOfMemoryError and the like are about host
# RAM. XLA says "while trying to allocate" and "device ordinal" of a device, "Out of memory allocating" of the host. What is warned
# of is no end, and neither is what was caught: an error of another kind that comes later is what ended the command.
read_complaint() {
  local -x LC_ALL=C
  tr '\r' '\n' <"$1" | tail -n 200 | sed $'s/\033\\[[0-9;]*[A-Za-z]//g' | tr -cd '\t\n -~' | awk '
    function complains(line) {
      if (line ~ /not a failure|cudaHostAlloc|cudaMallocHost|[Pp]inned|(^|[^A-Za-z])[Hh]ost([^A-Za-z]|$)/) return 0
      return line ~ /torch\.(cuda\.)?OutOfMemoryError|cupy\.cuda\.memory\.OutOfMemoryError/ ||
        line ~ /CUDA_ERROR_OUT_OF_MEMORY|cudaErrorMemoryAllocation|CU(BLAS|DNN)_STATUS_ALLOC_FAILED/ ||
        line ~ /hipError(OutOfMemory|MemoryAllocation)/ ||
        line ~ /(^|[^A-Za-z0-9_.\/-])(CUDA|[Cc]uda[A-Za-z]*|GPU(assert)?|HIP|hip[A-Z][A-Za-z]*)([^A-Za-z0-9_.\/-][^;]*)?[Oo]ut of memory/ ||
        line ~ /[Oo]ut of (GPU|device) memory|[Oo]ut of memory on (the )?(GPU|device)/ ||
        line ~ /RESOURCE_EXHAUSTED: (Out of memory while trying to allocate|Failed to allocate .*device ordinal)/ ||
        line ~ /(RESOURCE_EXHAUSTED|ResourceExhausted|Resource exhausted|OOM when allocating).*GPU/
    }
    complains($0) { found = $0; next }
    # Those that start processes tell only that one has failed.
    /^(\[rank[0-9]+\]: *)?[A-Za-z_][A-Za-z0-9_.]*(Error|Exception)(:|$)/ && !/ChildFailedError|CalledProcessError/ { found = "" }
    END { sub(/^[ \t]+/, "", found); print substr(found, 1, 200) }'
}

# One job for each option, each waiting for the one before it: where one job at a time is allowed, none is refused.
submit() {
  local number=$1 after=$2 job
  for (( ; number < ${#options[@]}; ++number)); do
    job=$(sbatch --parsable --gres="${gres[number]}" --output="$folder/${options[number]}.slurm" --error="$folder/${options[number]}.slurm" \
      ${after:+--dependency=afterany:"$after"} "$0" measure "$number" "$folder") ||
      fail "${options[number]} could not be submitted; without it there is no report"
    after=${job%%;*}
    printf 'probe: %s is job %s\n' "${options[number]}" "$after"
  done
}

start() {
  local -x LC_ALL=C
  local number=1
  folder=probe-$name
  until mkdir "$folder" 2>/dev/null; do
    [[ -e $folder ]] || fail "no folder can be made in $PWD"
    number=$((number + 1))
    folder=probe-$name.$number
  done
  log=$folder/probe.log
  {
    printf 'migadvise-probe 1\n'
    printf '# the command:'
    printf ' %q' "${command[@]}"
    printf '\n'
  } >"$log"
}

measure() {
  local option=${options[$1]} out=$folder/${options[$1]}.out ended=$folder/${options[$1]}.ended
  local runner reading used total readings=0 began ended_at deadline status seconds how rate tries
  rm -f -- "$ended" # of a run before this one, where the job was requeued
  began=$(date +%s%N)
  deadline=$((SECONDS + minutes * minute))
  set -m # so that the command and all that it starts are one process group
  (
    "${command[@]}"
    status=$?
    printf '%s %s\n' "$status" "$(date +%s%N)" >"$ended"
  ) >"$out" 2>&1 </dev/null &
  runner=$!
  while kill -0 "$runner" 2>/dev/null && ((SECONDS < deadline)); do
    reading=$(read_memory "$1")
    if [[ -n $reading ]]; then
      readings=$((readings + 1))
      ((${reading% *} > ${used:--1})) && used=${reading% *}
      total=${reading#* }
    fi
    sleep 1
  done
  if [[ ! -e $ended ]] && kill -0 "$runner" 2>/dev/null; then
    kill -TERM -- "-$runner" 2>/dev/null
    for ((tries = 0; tries < patience; ++tries)); do
      kill -0 -- "-$runner" 2>/dev/null || break
      sleep 1
    done
  fi
  kill -KILL -- "-$runner" 2>/dev/null
  wait "$runner" 2>/dev/null
  set +m
  if [[ -s $ended ]]; then
    read -r status ended_at <"$ended"
    seconds=$(LC_ALL=C awk -v from="$began" -v to="$ended_at" 'BEGIN { printf "%.3f", (to - from) / 1e9 }')
    how=failed
    if ((status == 0)); then
      how=finished
    elif ((status != 137)) && [[ -n $(read_complaint "$out") ]]; then # 137: killed from outside, as where host RAM was too little
      how=out_of_memory
    fi
  else
    status=- how=cut seconds=$((minutes * minute))
  fi
  rate=$(read_rate "$out")
  ((readings >= 3)) || used='' total='' # too few to have seen the most
  printf 'option=%s job=%s ended=%s status=%s seconds=%s rate=%s memory_used_mib=%s memory_total_mib=%s readings=%s\n' \
    "$option" "$SLURM_JOB_ID" "$how" "$status" "$seconds" "${rate:--}" "${used:--}" "${total:--}" "$readings" >>"$log"
}

minutes_text() {
  printf '%s minute' "$minutes"
  ((minutes == 1)) || printf 's'
}

# What a record says, for people.
describe() {
  local ended seconds rate used
  ended=$(recorded "$1" ended) seconds=$(recorded "$1" seconds) rate=$(recorded "$1" rate) used=$(recorded "$1" memory_used_mib)
  case $ended in
    finished) printf '%s: ended after %s s' "$1" "$seconds" ;;
    cut) printf '%s: stopped after %s' "$1" "$(minutes_text)" ;;
    out_of_memory) printf '%s: out of GPU memory after %s s, so the job needs more than it has' "$1" "$seconds" ;;
    failed) printf '%s: failed with status %s after %s s, see %s' "$1" "$(recorded "$1" status)" "$seconds" "$folder/$1.out" ;;
    *) printf '%s: no record; its job did not get so far, see %s' "$1" "$folder/$1.slurm" ;;
  esac
  [[ -z $ended ]] || printf '%s; %s' "${rate:+; rate $rate}" \
    "$([[ -n $used ]] && printf 'the most GPU memory seen in use was %s of %s MiB' "$used" "$(recorded "$1" memory_total_mib)" ||
      printf 'how much GPU memory it used is not known')"
  [[ $ended != out_of_memory ]] || printf '; it said: %s' "$(read_complaint "$folder/$1.out")"
  printf '\n'
}

report() {
  local -x LC_ALL=C
  local option ended rate seconds slowest ran stopped words=()
  for option in "${options[@]}"; do describe "$option"; done
  ((${#remarks[@]} == 0)) || printf '%s\n' "${remarks[@]}"
  # Rates where there are some: they stand for the same work on every option, also where the command was stopped.
  for option in "${options[@]}"; do
    ended=$(recorded "$option" ended) rate=$(recorded "$option" rate)
    [[ $ended == finished || $ended == cut || $ended == out_of_memory ]] && ran=yes
    [[ $ended == cut ]] && stopped=yes
    [[ -n $rate && ($ended == finished || $ended == cut) ]] || continue
    slowest=$(awk -v a="$rate" -v b="$slowest" 'BEGIN { print (b == "" || a + 0 < b + 0) ? a : b }')
  done
  if [[ -z $ran ]]; then
    printf 'The command did not run on any option: nothing was measured.\n'
    return 1
  fi
  for option in "${options[@]}"; do
    ended=$(recorded "$option" ended) rate=$(recorded "$option" rate) seconds=$(recorded "$option" seconds)
    [[ $ended == finished || $ended == cut ]] || continue
    if [[ -n $slowest ]]; then
      [[ -n $rate ]] || continue
      seconds=$(awk -v r="$rate" -v s="$slowest" -v t="$((minutes * minute))" 'BEGIN { printf "%.3f", t * s / r }')
    elif [[ $ended == cut ]]; then
      continue # all that is known is that it takes longer
    fi
    words+=(--measured "$option=${seconds}s")
  done
  if [[ -n $slowest ]]; then
    printf 'The times below are for the work that the slowest option does in %s, by the rates.\n' "$(minutes_text)"
  elif ((${#words[@]} == 0)) && [[ -n $stopped ]]; then
    printf 'No run time was measured: give a larger --minutes, or --rate-regex for a rate that the command prints.\n'
  elif ((${#words[@]} == 0)); then
    printf 'No run time was measured: where the command ran, the GPU had too little memory for it.\n'
  fi
  [[ -z $stopped ]] || printf 'A command that was stopped may need more GPU memory later than was seen.\n'
  printf 'What they say:\n'
  printf '%q ' "${answer[@]}" --usage "$(cd -- "$folder" && pwd)/probe.log" "${words[@]}" | sed 's/ $//'
  printf '\n'
}

# One measurement; the last one is followed by the report.
run() {
  load_modules && measure "$1"
  (($1 + 1 < ${#options[@]})) || report | tee "$folder/report"
}

case ${1:-} in
  measure)
    folder=$3 log=$3/probe.log
    run "$2"
    ;;
  report)
    folder=${2:-} log=${2:-}/probe.log
    [[ -r $log ]] || fail "there is no probe.log in '$folder': name the folder of a probe"
    report
    ;;
  '')
    start
    # Where sbatch has started it, it is the job for the first option.
    if [[ ${0##*/} == slurm_script ]]; then
      submit 1 "$SLURM_JOB_ID"
      run 0
    else
      command -v sbatch >/dev/null || fail "there is no sbatch here"
      submit 0 ''
      printf 'probe: when the last of them has ended: cat %s/report\n' "$folder"
    fi
    ;;
  *) fail "it is started without arguments, or as: bash $0 report FOLDER" ;;
esac
