#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/base/uuid.hpp"
#include "engine/record/event.hpp"

namespace collimate {

using CandidateId = Uuid<struct CandidateKind>;
/// The first half of the SHA-256 of the device's public key, so that no other key can sign in its name.
using DeviceId = Uuid<struct DeviceKind>;
/// An answer or a sitting; the same in every package that tells of it. Begins with its time, as UUIDs of version 7 do.
using AnswerId = Uuid<struct AnswerKind>;
using SittingKey = Uuid<struct SittingKeyKind>;
using Digest = std::array<unsigned char, 32>;  ///< SHA-256

/// One answer as the class sees it: nothing of confidence, notes, flags or goals.
struct PackedAnswer {
    AnswerId id;
    std::optional<SittingKey> sitting;  ///< absent: outside a sitting
    std::string exam;
    std::string item;
    int revision = 1;
    std::string area;         ///< code of the leaf
    double difficulty = 0.0;  ///< authored, logits
    double chance = 0.0;      ///< guess floor
    bool fresh = true;        ///< first exposure, or a new draw of a parametric item
    std::string letters;      ///< options chosen, by the author's letters; empty for a number
    bool right = false;
    std::int64_t elapsed_ms = 0;
    TimeMs at_ms = 0;
    Day day = 0;  ///< where the candidate was
    friend bool operator==(const PackedAnswer&, const PackedAnswer&) = default;
};

/// An answer judged anew since its question was corrected; the one with the highest `order` stands.
struct PackedVerdict {
    AnswerId answer;
    std::int64_t order = 0;
    int revision = 1;
    double difficulty = 0.0;
    double chance = 0.0;
    bool right = false;
    friend bool operator==(const PackedVerdict&, const PackedVerdict&) = default;
};

struct PackedSitting {
    SittingKey id;
    std::string exam;
    SittingKind kind = SittingKind::practice;
    TimeMs at_ms = 0;
    Day day = 0;
    std::string bank_hash;
    std::string settings;  ///< as in SittingStarted: of a mock exam its form
    friend bool operator==(const PackedSitting&, const PackedSitting&) = default;
};

/// Told apart from the start, since a package may lie between.
struct PackedEnd {
    SittingKey sitting;
    TimeMs at_ms = 0;
    std::optional<EndedBy> by;                 ///< of an exam
    std::optional<std::int64_t> remaining_ms;  ///< of an exam
    friend bool operator==(const PackedEnd&, const PackedEnd&) = default;
};

/// Where a package stands in the chain of its device.
struct PackageLink {
    DeviceId device;
    std::int64_t sequence = 1;  ///< 1, 2, 3, ... of this device
    Digest previous{};          ///< `own` of the package before; zeros for the first
    Digest own{};               ///< SHA-256 of the whole package
    TimeMs made_ms = 0;
    friend bool operator==(const PackageLink&, const PackageLink&) = default;
};

/// What one result package tells. No name, and nothing a name could be computed from.
struct Package {
    CandidateId candidate;
    PackageLink link;
    std::string code;  ///< of the class the candidate enrolled in; empty where none was given
    std::vector<PackedAnswer> answers;
    std::vector<PackedVerdict> verdicts;
    std::vector<PackedSitting> sittings;
    std::vector<PackedEnd> ends;
    friend bool operator==(const Package&, const Package&) = default;
};

/// To be printed wherever packages are made or read.
inline constexpr std::string_view package_limit =
    "The key that signs lies on the candidate's own machine: a signature shows that nothing was changed afterwards and "
    "that all of it came from the same machine, not that nobody helped.";

/// Made from 32 random bytes, which are the secret; the application brings them.
struct DeviceKey {
    std::array<unsigned char, 32> seed{};
    [[nodiscard]] DeviceId device() const;
};

/// The package as bytes: magic, format, length and SHA-256 of the payload, public key, payload (JSON lines), Ed25519
/// signature over a domain tag and all of it. The same package gives the same bytes. `link.device` and `link.own` are
/// set from `key` and the bytes.
[[nodiscard]] std::string sign_package(Package& package, const DeviceKey& key);

/// Verifies, then parses. Throws Refused with the reason: not a package, written by a newer Collimate, cut off,
/// damaged or altered, signed by another key than that of its device, or telling what cannot be.
[[nodiscard]] Package read_package(std::string_view bytes);

/// Where a package says it stands, from the first `peeked_bytes` of a file, unverified: to sort files by.
struct PackagePlace {
    CandidateId candidate;
    DeviceId device;
    std::int64_t sequence = 0;
    friend auto operator<=>(const PackagePlace&, const PackagePlace&) = default;
};
inline constexpr std::size_t peeked_bytes = 1024;
[[nodiscard]] std::optional<PackagePlace> peek_package(std::string_view first_bytes);

/// No package is larger; a longer log is told in several.
inline constexpr std::size_t most_package_bytes = 64U << 20;

}  // namespace collimate
