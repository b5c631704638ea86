#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/exam/sitting.hpp"
#include "engine/item/score.hpp"
#include "engine/model/fsrs.hpp"

namespace collimate {

/// A sitting is known by the sequence number of the event that started it.
using SittingId = std::int64_t;

enum class SittingKind { practice, review, mock, driver };

/// A candidate sat down. The questions drawn at the start are kept by id, so that a session torn off by a kill or a
/// power cut goes on with the same ones; an open-ended session starts with none.
struct SittingStarted {
    SittingKind kind = SittingKind::practice;
    std::uint64_t seed = 0;
    std::string bank_hash;
    std::string settings;  ///< one JSON object, read by whoever wrote it
    std::vector<std::string> items;
    friend bool operator==(const SittingStarted&, const SittingStarted&) = default;
};

struct SittingEnded {
    SittingId sitting = 0;
    std::optional<EndedBy> by;                 ///< of an exam
    std::optional<std::int64_t> remaining_ms;  ///< of an exam
    friend bool operator==(const SittingEnded&, const SittingEnded&) = default;
};

/// One answer. It carries what the models need of the question (area, difficulty, chance) as they stood, so that what
/// is derived does not change under the candidate when a bank is mended. The bank is the one of the sitting.
struct Answered {
    SittingId sitting = 0;
    std::string item;
    int revision = 1;
    std::uint64_t seed = 0;   ///< of the draw shown
    std::string area;         ///< code of the leaf
    double difficulty = 0.0;  ///< authored, logits
    double chance = 0.0;      ///< guess floor
    bool fresh = true;        ///< first exposure or a new draw of a parametric item: evidence about ability
    std::string letters;      ///< chosen options by the author's letters; empty for a number
    std::optional<double> number;
    std::optional<Spot> mark;  ///< of a hotspot, in shares of the picture
    bool right = false;
    Confidence confidence = Confidence::none;
    std::int64_t elapsed_ms = 0;
    friend bool operator==(const Answered&, const Answered&) = default;
};

/// The answer to a question of an exam as it stands from here on; blank: taken back. It counts when the exam has ended,
/// as an Answered of its own. Whether it was right is kept, so that a score does not hang on the bank.
struct Responded {
    SittingId sitting = 0;
    int number = 1;  ///< of the question in the exam
    std::string item;
    int revision = 1;
    std::string letters;
    std::optional<double> entered;
    std::optional<Spot> mark;
    bool complete = false;  ///< all that the question asks for
    bool right = false;
    Confidence confidence = Confidence::none;
    std::int64_t elapsed_ms = 0;    ///< on this question so far
    std::int64_t remaining_ms = 0;  ///< of the exam
    friend bool operator==(const Responded&, const Responded&) = default;
};

/// What a candidate has done with a question of an exam besides answering it; the last one of a question stands.
struct Annotated {
    SittingId sitting = 0;
    int number = 1;
    bool left =
        false;  ///< written on leaving the question: what was answered then is an answer, not a step towards one
    bool flagged = false;
    std::string struck;
    std::vector<Highlight> highlights;
    std::int64_t elapsed_ms = 0;
    std::int64_t remaining_ms = 0;
    friend bool operator==(const Annotated&, const Annotated&) = default;
};

struct GoalSet {
    std::optional<Day> exam_day;
    int minutes_per_day = 0;
    friend bool operator==(const GoalSet&, const GoalSet&) = default;
};

struct Flagged {
    std::string item;
    bool on = true;
    friend bool operator==(const Flagged&, const Flagged&) = default;
};

/// The candidate's own note on an item; the last one stands, an empty text removes it.
struct Noted {
    std::string item;
    std::string text;
    friend bool operator==(const Noted&, const Noted&) = default;
};

/// A problem with a question, told by the candidate for its authors.
struct Reported {
    std::string item;
    int revision = 1;
    std::string text;
    friend bool operator==(const Reported&, const Reported&) = default;
};

/// The clock stood earlier than at the event before: written by the record itself.
struct ClockSetBack {
    TimeMs was_ms = 0;
    TimeMs is_ms = 0;
    friend bool operator==(const ClockSetBack&, const ClockSetBack&) = default;
};

/// An earlier answer judged anew, because the bank now holds a later revision of the question, or another difficulty.
/// What was told before stays in the log; everything derived stands on the latest verdict.
struct Rescored {
    std::int64_t answer = 0;  ///< `seq` of the Answered
    SittingId sitting = 0;    ///< of that answer
    std::string item;
    int revision = 1;         ///< judged by
    double difficulty = 0.0;  ///< authored, logits
    double chance = 0.0;      ///< guess floor
    bool right = false;
    friend bool operator==(const Rescored&, const Rescored&) = default;
};

/// How the real exam went, as the registry reported it. Of one day the last one stands.
struct OutcomeTold {
    Day exam_day = 0;
    bool passed = false;
    std::optional<double> scaled;  ///< on the registry's scale
    bool withdrawn = false;        ///< entered by mistake: that day counts no more
    friend bool operator==(const OutcomeTold&, const OutcomeTold&) = default;
};

/// The memory model was fitted to the candidate's own reviews, or the usual parameters turned out no worse: the published
/// defaults, or those of a class, which are also told, without reviews, where a bank brings them. All answers, earlier
/// ones too, stand on these parameters from here on; of several the last one stands.
struct MemoryFitted {
    FsrsParameters parameters = default_fsrs();
    bool own = false;                ///< fitted; else the usual ones
    bool of_class = false;           ///< the usual ones are a class's, not the defaults
    std::int64_t reviews = 0;        ///< answers to questions met on an earlier day, all of them
    std::int64_t held_out = 0;       ///< the last of these, which judged the fit
    double loss = 0.0;               ///< mean log loss there of what was fitted to the others
    double default_loss = 0.0;       ///< and of the usual ones
    double log_speed = 0.0;          ///< ln of how many times as fast as by the defaults all is forgotten
    double log_speed_se = 0.0;
    friend bool operator==(const MemoryFitted&, const MemoryFitted&) = default;
};

using EventBody = std::variant<Answered, SittingStarted, SittingEnded, GoalSet, Flagged, Noted, Reported, ClockSetBack,
                               Responded, Annotated, Rescored, OutcomeTold, MemoryFitted>;

/// One line of the candidate's log. The log is ordered by `seq`, never by the clock.
struct Event {
    std::int64_t seq = 0;  ///< 1, 2, 3, ... within the record
    TimeMs at_ms = 0;
    Day day = 0;  ///< in the candidate's time zone at that moment
    std::string exam;
    EventBody body;
    friend bool operator==(const Event&, const Event&) = default;
};

[[nodiscard]] std::string_view name_of(SittingKind kind);
[[nodiscard]] std::optional<SittingKind> sitting_kind_from(std::string_view name);
/// `answered`, `sitting_started`, ...: the name of an event in the file and in exports.
[[nodiscard]] std::string_view kind_of(const EventBody& body);

}  // namespace collimate
