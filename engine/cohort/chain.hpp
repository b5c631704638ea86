#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/cohort/store.hpp"

namespace collimate::cohort {

/// Which of `links` are new, judged against those in the store, or why they are refused. Links of one device continue
/// where the store's end: each new one is the next in number and names the one before. One that is there already must
/// be the same; a different one under its number is a fork.
struct ChainVerdict {
    std::vector<PackageLink> fresh;
    std::string fault;  ///< empty: none
    bool new_device = false;
};
[[nodiscard]] ChainVerdict judge_links(std::span<const PackageLink> stored, std::span<const PackageLink> links);

/// Whether the candidate asked to see what is kept of them and has not been answered since.
[[nodiscard]] bool has_open_request(std::span<const Disclosure> disclosures, const CandidateId& candidate);

}  // namespace collimate::cohort
