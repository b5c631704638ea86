#include "engine/cohort/chain.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace collimate::cohort {
namespace {

std::vector<PackageLink> of_device(std::span<const PackageLink> links, const DeviceId& device) {
    std::vector<PackageLink> chain;
    for (const PackageLink& link : links)
        if (link.device == device) chain.push_back(link);
    std::sort(chain.begin(), chain.end(),
              [](const PackageLink& a, const PackageLink& b) { return a.sequence < b.sequence; });
    return chain;
}

/// Empty where `link` may follow `chain`, the packages 1 to n of its device.
std::string fault_of(std::span<const PackageLink> chain, const PackageLink& link) {
    const auto n = static_cast<std::int64_t>(chain.size());
    const std::string device = hex_of(link.device).substr(0, 8);
    if (link.sequence > n + 1) {
        const std::string missing = link.sequence == n + 2
                                        ? fmt::format("package {} is missing", n + 1)
                                        : fmt::format("packages {} to {} are missing", n + 1, link.sequence - 1);
        return fmt::format(
            "a gap: this is package {} of device {} and {}; import those first, or have the candidate export into a "
            "folder, which makes them again",
            link.sequence, device, missing);
    }
    const bool follows =
        link.previous == (link.sequence == 1 ? Digest{} : chain[static_cast<std::size_t>(link.sequence - 2)].own);
    if (link.sequence <= n || !follows)
        return fmt::format(
            "a fork: device {} made two different packages {}; two computers work on copies of one record. On one of "
            "them move the file that ends in .device away, and export again",
            device, follows ? link.sequence : link.sequence - 1);
    return "";
}

bool is_stored(std::span<const PackageLink> chain, const PackageLink& link) {
    return link.sequence <= static_cast<std::int64_t>(chain.size()) &&
           chain[static_cast<std::size_t>(link.sequence - 1)].own == link.own;
}

}  // namespace

ChainVerdict judge_links(std::span<const PackageLink> stored, std::span<const PackageLink> links) {
    ChainVerdict verdict;
    std::vector<PackageLink> all(stored.begin(), stored.end());
    for (const PackageLink& link : links) {
        const std::vector<PackageLink> chain = of_device(all, link.device);
        if (is_stored(chain, link)) continue;
        verdict.fault = fault_of(chain, link);
        if (!verdict.fault.empty()) return verdict;
        if (chain.empty() && !stored.empty()) verdict.new_device = true;
        verdict.fresh.push_back(link);
        all.push_back(link);
    }
    return verdict;
}

bool has_open_request(std::span<const Disclosure> disclosures, const CandidateId& candidate) {
    bool open = false;
    for (const Disclosure& line : disclosures)
        if (line.candidate == candidate && line.kind != DisclosureKind::disclosed)
            open = line.kind == DisclosureKind::requested;
    return open;
}

}  // namespace collimate::cohort
