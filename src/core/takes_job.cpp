#include "core/takes_job.hpp"

#include "core/rules.hpp"

namespace migadvise {

bool takes_job(const Partition& partition, const Qos& qos, std::string_view profile, const JobSize& job) {
  const Place place{&partition, &qos, {}};
  const Limits limits = limits_of(place);
  const auto within = [](const auto& asked, const auto& limit) { return !limit || asked <= *limit; };
  return goes_with(partition, qos) && partition.offers(profile) && within(job.cpus, limits.cpus) &&
         within(job.ram.value_or(default_ram(place, job.cpus)), limits.ram) &&
         (!job.time || within(*job.time, limits.walltime)) && within(job.gpus, partition.gpus_per_node) &&
         within(job.jobs, qos.jobs_at_once);
}

}  // namespace migadvise
