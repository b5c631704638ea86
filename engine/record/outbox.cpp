#include "engine/record/outbox.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/base/output_file.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

/// A package of so many answers stays below 40 MB.
constexpr std::int64_t most_told_at_once = 100'000;

fs::path device_file(const Record& record) { return record.file().string() + ".device"; }

/// The same event always gets the same id, a different one in the same place of the log another.
UuidBytes event_id(const std::string& candidate, const Event& event, std::string_view item) {
    return timed_id(event.at_ms,
                    fmt::format("collimate event\n{}\n{}\n{}\n{}", candidate, event.seq, event.at_ms, item));
}

bool is_told(const Event& event) {
    return std::holds_alternative<Answered>(event.body) || std::holds_alternative<SittingStarted>(event.body) ||
           std::holds_alternative<SittingEnded>(event.body) || std::holds_alternative<Rescored>(event.body);
}

/// Takes events into a package. Events told in earlier packages are looked up for their ids.
class Packer {
public:
    Packer(const Record& record, Package& package) : record_(&record), package_(&package) {}

    void take(const Event& event) {
        if (const auto* answer = std::get_if<Answered>(&event.body)) take(event, *answer);
        if (const auto* started = std::get_if<SittingStarted>(&event.body)) take(event, *started);
        if (const auto* ended = std::get_if<SittingEnded>(&event.body)) take(event, *ended);
        if (const auto* rescored = std::get_if<Rescored>(&event.body)) take(event, *rescored);
    }

private:
    void take(const Event& event, const Answered& answer) {
        const AnswerId id{event_id(record_->candidate(), event, answer.item)};
        answers_[event.seq] = id;
        package_->answers.push_back({.id = id,
                                     .sitting = sitting_key(answer.sitting),
                                     .exam = event.exam,
                                     .item = answer.item,
                                     .revision = answer.revision,
                                     .area = answer.area,
                                     .difficulty = std::clamp(answer.difficulty, -20.0, 20.0),
                                     .chance = std::clamp(answer.chance, 0.0, 1.0),
                                     .fresh = answer.fresh,
                                     .letters = answer.letters,
                                     .right = answer.right,
                                     .elapsed_ms = std::clamp<std::int64_t>(answer.elapsed_ms, 0, longest_told_ms),
                                     .at_ms = event.at_ms,
                                     .day = event.day});
    }

    void take(const Event& event, const SittingStarted& started) {
        const SittingKey id{event_id(record_->candidate(), event, {})};
        sittings_[event.seq] = id;
        package_->sittings.push_back({.id = id,
                                      .exam = event.exam,
                                      .kind = started.kind,
                                      .at_ms = event.at_ms,
                                      .day = event.day,
                                      .bank_hash = started.bank_hash,
                                      .settings = started.settings});
    }

    void take(const Event& event, const SittingEnded& ended) {
        const auto key = sitting_key(ended.sitting);
        if (!key) return;
        std::optional<std::int64_t> remaining = ended.remaining_ms;
        if (remaining) remaining = std::clamp<std::int64_t>(*remaining, 0, longest_told_ms);
        package_->ends.push_back({.sitting = *key, .at_ms = event.at_ms, .by = ended.by, .remaining_ms = remaining});
    }

    void take(const Event& event, const Rescored& rescored) {
        const auto answer = answer_id(rescored);
        if (!answer) return;
        package_->verdicts.push_back({.answer = *answer,
                                      .order = event.seq,
                                      .revision = rescored.revision,
                                      .difficulty = std::clamp(rescored.difficulty, -20.0, 20.0),
                                      .chance = std::clamp(rescored.chance, 0.0, 1.0),
                                      .right = rescored.right});
    }

    /// Absent outside a sitting, and where its start was removed from the record.
    std::optional<SittingKey> sitting_key(SittingId sitting) {
        if (const auto known = sittings_.find(sitting); known != sittings_.end()) return known->second;
        std::optional<SittingKey> key;
        for (const Event& event : record_->events_of(sitting)) {
            if (event.seq != sitting) continue;
            if (std::holds_alternative<SittingStarted>(event.body))
                key = SittingKey{event_id(record_->candidate(), event, {})};
        }
        sittings_[sitting] = key;
        return key;
    }

    std::optional<AnswerId> answer_id(const Rescored& rescored) {
        if (answers_.empty() || !answers_.contains(rescored.answer)) {
            const auto remember = [&](const Event& event) {
                if (const auto* answer = std::get_if<Answered>(&event.body))
                    answers_[event.seq] = AnswerId{event_id(record_->candidate(), event, answer->item)};
            };
            record_->each_event({}, 0, remember);
        }
        const auto found = answers_.find(rescored.answer);
        return found == answers_.end() ? std::nullopt : std::optional(found->second);
    }

    static constexpr std::int64_t longest_told_ms = 31 * ms_per_day;

    const Record* record_;
    Package* package_;
    std::map<std::int64_t, AnswerId> answers_;
    std::map<SittingId, std::optional<SittingKey>> sittings_;
};

/// Writes a file that its owner alone may read, all or nothing.
void write_secret(const fs::path& file, const std::string& text) {
    const fs::path temporary = file.string() + fmt::format(".{}.new", ::getpid());
    const int out = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const bool written = out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const std::string fault = std::strerror(errno);
    if (out >= 0) ::close(out);
    std::error_code ignored;
    if (!written) {
        fs::remove(temporary, ignored);
        throw WorldFailed(fmt::format("{} cannot be written ({}): make its folder writable or free some space",
                                      file.string(), fault));
    }
    publish(temporary, file);
}

}  // namespace

Outbox Outbox::open(const Record& record, const DeviceKey& new_key) {
    Outbox outbox(record, new_key);
    const fs::path file = device_file(record);
    if (!fs::exists(file)) return outbox;
    outbox.read(file);
    if (outbox.still_holds()) return outbox;
    Outbox renewed(record, new_key);
    renewed.put_back_ = true;
    return renewed;
}

void Outbox::read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw WorldFailed(fmt::format("{} cannot be read: check its permissions", file.string()));
    try {
        const json root = parse_json(text);
        bool whole = root.at("format") == "collimate-device" && root.at("version") == 1 &&
                     root.at("candidate") == record_->candidate() &&
                     read_hex(root.at("secret").get_ref<const std::string&>(), key_.seed);
        for (const json& each : root.at("packages")) {
            Made made = {.through = each.at("through").get<std::int64_t>(),
                         .last_at_ms = each.at("last_at_ms").get<TimeMs>(),
                         .made_ms = each.at("made_ms").get<TimeMs>(),
                         .code = each.at("code").get<std::string>()};
            whole = whole && read_hex(each.at("sha256").get_ref<const std::string&>(), made.own);
            made_.push_back(std::move(made));
        }
        if (whole) return;
    } catch (const json::exception&) {
    }
    throw Refused(
        fmt::format("{} is damaged or belongs to another record: move it away; the answers are then told again as from "
                    "a new device, and none counts twice",
                    file.string()));
}

void Outbox::save() const {
    json packages = json::array();
    for (const Made& made : made_)
        packages.push_back({{"through", made.through},
                            {"last_at_ms", made.last_at_ms},
                            {"made_ms", made.made_ms},
                            {"code", made.code},
                            {"sha256", hex_of(made.own)}});
    const json root = {{"format", "collimate-device"},
                       {"version", 1},
                       {"candidate", record_->candidate()},
                       {"secret", hex_of(key_.seed)},
                       {"packages", packages}};
    write_secret(device_file(*record_), json_text(root, 1) + "\n");
}

/// Whether the event each package ended with is still there as it was, or was removed at the candidate's wish.
bool Outbox::still_holds() const {
    if (made_.empty()) return true;
    const Made& last = made_.back();
    if (record_->last_seq() < last.through) return false;
    bool same = true;
    record_->each_event({}, last.through - 1, [&](const Event& event) {
        if (event.seq == last.through) same = event.at_ms == last.last_at_ms;
    });
    return same;
}

std::string Outbox::code() const { return made_.empty() ? "" : made_.back().code; }

std::int64_t Outbox::first_of(std::size_t index) const { return index == 0 ? 0 : made_[index - 1].through; }

Package Outbox::package_of(std::size_t index, std::int64_t first, const Made& made) const {
    Package package = {.candidate = id_from_hex<CandidateId>(record_->candidate()).value(),
                       .link = {.sequence = static_cast<std::int64_t>(index) + 1,
                                .previous = index == 0 ? Digest{} : made_[index - 1].own,
                                .made_ms = made.made_ms},
                       .code = made.code};
    Packer packer(*record_, package);
    record_->each_event({}, first, [&](const Event& event) {
        if (event.seq <= made.through) packer.take(event);
    });
    return package;
}

std::string class_code_fault(const std::string& code) {
    if (code.size() <= 64 && !find_bad_character(code) && code.find('\n') == std::string::npos) return {};
    return "a class code has at most 64 characters on one line: write it as your programme gave it";
}

std::int64_t Outbox::make(const std::string& code, TimeMs now_ms) {
    if (const std::string fault = class_code_fault(code); !fault.empty()) throw Refused(fault);
    const std::string wanted = code.empty() ? this->code() : code;
    const std::int64_t first = first_of(made_.size());
    std::vector<Made> ends;  // of the packages to come
    std::int64_t told = 0;
    record_->each_event({}, first, [&](const Event& event) {
        if (!is_told(event)) return;
        if (told++ % most_told_at_once == 0) ends.push_back({.made_ms = now_ms, .code = wanted});
        ends.back().through = event.seq;
        ends.back().last_at_ms = event.at_ms;
    });
    if (ends.empty() && wanted != this->code()) {
        Made empty = {.through = first, .made_ms = now_ms, .code = wanted};
        if (!made_.empty()) empty.last_at_ms = made_.back().last_at_ms;
        ends.push_back(empty);
    }
    if (ends.empty()) return 0;
    for (Made& end : ends) {
        Package package = package_of(made_.size(), first_of(made_.size()), end);
        static_cast<void>(sign_package(package, key_));  // sets link.own
        end.own = package.link.own;
        made_.push_back(end);
    }
    save();
    return static_cast<std::int64_t>(ends.size());
}

std::string Outbox::bytes_of(std::int64_t sequence) const {
    const auto index = static_cast<std::size_t>(sequence - 1);
    Package package = package_of(index, first_of(index), made_.at(index));
    std::string bytes = sign_package(package, key_);
    if (package.link.own != made_[index].own)
        throw Refused(
            fmt::format("package {} cannot be made again, since answers it held were removed from the record; if your "
                        "programme lacks it, move {} away: what is left is then told as from a new device",
                        sequence, device_file(*record_).string()));
    return bytes;
}

std::string Outbox::name_of(std::int64_t sequence) const {
    return fmt::format("results-{}-{}-{:04}.collimate-results", record_->candidate().substr(0, 8),
                       hex_of(device()).substr(0, 8), sequence);
}

std::vector<fs::path> Outbox::deliver(const fs::path& folder, const std::string& code, TimeMs now_ms) {
    make(code, now_ms);
    std::vector<fs::path> written;
    for (std::int64_t sequence = 1; sequence <= count(); ++sequence) {
        const fs::path file = folder / name_of(sequence);
        if (fs::exists(file)) continue;
        std::string bytes;
        try {
            bytes = bytes_of(sequence);
        } catch (const Refused&) {
            continue;
        }
        write_whole(file, bytes);
        written.push_back(file);
    }
    return written;
}

}  // namespace collimate
