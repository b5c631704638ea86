#include "engine/cohort/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"
#include "engine/base/parallel.hpp"

namespace collimate::cohort {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view package_extension = ".collimate-results";

/// Files read and stored together: so many that a commit is shared, so few that memory stays small.
constexpr std::size_t most_files_at_once = 256;
constexpr std::uintmax_t most_bytes_at_once = 16U << 20;

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error))
        if (entry.path().extension() == package_extension) files.push_back(entry.path());
    if (error)
        throw WorldFailed(
            fmt::format("{} cannot be read ({}): check its permissions", folder.string(), error.message()));
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<ImportedFile> files_named(std::span<const fs::path> places) {
    std::vector<ImportedFile> files;
    for (const fs::path& place : places) {
        std::error_code ignored;
        if (!fs::is_directory(place, ignored)) {
            files.push_back({.file = place});
            continue;
        }
        for (fs::path& file : files_in(place)) files.push_back({.file = std::move(file)});
    }
    return files;
}

/// The first `most` bytes of a file. Throws Refused when it is none.
std::string read_bytes(const fs::path& file, std::size_t most) {
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        throw Refused(fs::exists(file, error) ? "this is no plain file: name the file that Collimate exported"
                                              : "there is no such file: check its name");
    std::ifstream in(file, std::ios::binary);
    std::string bytes(std::min<std::uintmax_t>(most, fs::file_size(file, error)), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in) throw Refused("the file cannot be read: check its permissions");
    return bytes;
}

/// Order in which the files are taken: by candidate, device and number, what has none of them first.
std::vector<std::size_t> order_of(std::span<const ImportedFile> files) {
    std::vector<std::optional<PackagePlace>> places(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        try {
            places[i] = peek_package(read_bytes(files[i].file, peeked_bytes));
        } catch (const Refused&) {  // told when it is read in full
        }
    }
    std::vector<std::size_t> order(files.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
    return order;
}

/// Where a package belongs.
struct ClassPlace {
    ProgrammeId programme;
    CohortId cohort;
    std::string name;
};

/// Codes and enrolments of the whole store, as they were when the import began and as it goes on.
class Directory {
public:
    explicit Directory(Store& store) {
        for (const Programme& programme : store.programmes()) {
            const Roll roll = store.roll(programme.id);
            std::map<CohortId, ClassPlace> places;
            for (const Cohort& cohort : roll.cohorts) {
                const ClassPlace place{.programme = programme.id, .cohort = cohort.id, .name = cohort.name};
                places[cohort.id] = by_code_[cohort.code] = place;
            }
            for (const Enrolment& enrolment : roll.enrolments)
                enrolled_[enrolment.candidate].push_back(places[enrolment.cohort]);
        }
    }

    [[nodiscard]] const ClassPlace* with_code(const std::string& code) const {
        const auto found = by_code_.find(code);
        return found == by_code_.end() ? nullptr : &found->second;
    }

    [[nodiscard]] bool is_enrolled(const CandidateId& candidate, const ClassPlace& place) const {
        const auto found = enrolled_.find(candidate);
        return found != enrolled_.end() && std::any_of(found->second.begin(), found->second.end(),
                                                       [&](const ClassPlace& p) { return p.cohort == place.cohort; });
    }

    /// The class of a package. Throws Refused where it cannot be told. `note`: what to tell of the choice.
    [[nodiscard]] ClassPlace place_of(const Package& package, std::string& note) const {
        if (const ClassPlace* place = with_code(package.code)) return *place;
        const auto enrolled = enrolled_.find(package.candidate);
        if (enrolled != enrolled_.end()) {
            if (in_several_programmes(enrolled->second))
                throw Refused(
                    "its candidate is in several programmes and it carries no code of theirs: say which class "
                    "with --code");
            if (!package.code.empty())
                note = fmt::format("it carries the code {}, which no class here has; its candidate stays in {}",
                                   visible(package.code), enrolled->second.front().name);
            return enrolled->second.front();
        }
        if (!package.code.empty())
            throw Refused(
                fmt::format("it carries the class code {}, which no class of this store has: add a class with "
                            "that code, or say which class with --code",
                            visible(package.code)));
        if (by_code_.size() == 1) return by_code_.begin()->second;
        throw Refused(fmt::format("it carries no class code and this store has {}: say which class with --code",
                                  by_code_.empty() ? "no class" : "several classes"));
    }

    void enroll(const CandidateId& candidate, const ClassPlace& place) { enrolled_[candidate].push_back(place); }

private:
    static bool in_several_programmes(const std::vector<ClassPlace>& places) {
        return std::any_of(places.begin(), places.end(),
                           [&](const ClassPlace& place) { return place.programme != places.front().programme; });
    }

    std::map<std::string, ClassPlace> by_code_;
    std::map<CandidateId, std::vector<ClassPlace>> enrolled_;
};

/// One file on its way into the store.
struct Arrival {
    ImportedFile* file = nullptr;
    std::optional<Package> package;
    std::string fault;  ///< why there is no package
    ClassPlace place;
};

void read_arrival(Arrival& arrival) {
    try {
        arrival.package = read_package(read_bytes(arrival.file->file, most_package_bytes + 1));
    } catch (const Refused& refused) {
        arrival.fault = refused.what();
    }
}

/// The files from `done` on that are stored together, read and verified.
std::vector<Arrival> read_arrivals(std::span<ImportedFile> files, std::span<const std::size_t> order, std::size_t done) {
    std::vector<Arrival> arrivals;
    std::uintmax_t bytes = 0;
    for (; done < order.size() && arrivals.size() < most_files_at_once && bytes < most_bytes_at_once; ++done) {
        arrivals.push_back({.file = &files[order[done]]});
        std::error_code ignored;
        if (const auto size = fs::file_size(arrivals.back().file->file, ignored); !ignored) bytes += size;
    }
    for_each_index(arrivals.size(), [&](std::size_t i) { read_arrival(arrivals[i]); });
    return arrivals;
}

void place_arrival(Arrival& arrival, const Directory& directory, const std::string& code) {
    if (!arrival.package) {
        arrival.file->reason = arrival.fault;
        return;
    }
    arrival.file->candidate = arrival.package->candidate;
    arrival.file->answers = static_cast<std::int64_t>(arrival.package->answers.size());
    try {
        std::string note;
        arrival.place = code.empty() ? directory.place_of(*arrival.package, note) : *directory.with_code(code);
        if (!note.empty()) arrival.file->notes.push_back(std::move(note));
    } catch (const Refused& refused) {
        arrival.file->reason = refused.what();
        arrival.package.reset();
    }
}

Batch batch_from(Package package, const Directory& directory, const ClassPlace& place, TimeMs now_ms) {
    Batch batch = {.candidate = package.candidate,
                   .links = {package.link},
                   .answers = std::move(package.answers),
                   .verdicts = std::move(package.verdicts),
                   .sittings = std::move(package.sittings),
                   .ends = std::move(package.ends)};
    if (!directory.is_enrolled(batch.candidate, place))
        batch.enrolment = Enrolment{.candidate = batch.candidate, .cohort = place.cohort, .since_ms = now_ms};
    return batch;
}

void note_unknown_items(ImportedFile& file, const Batch& batch, const ImportSettings& settings) {
    if (!settings.knows) return;
    std::int64_t answers = 0;
    std::set<std::string_view> items;
    for (const PackedAnswer& answer : batch.answers) {
        if (settings.knows(answer.exam, answer.item)) continue;
        ++answers;
        items.insert(answer.item);
    }
    if (answers > 0)
        file.notes.push_back(
            fmt::format("{} answers are to {} questions that no bank here has, {} for one; they are kept", answers,
                        items.size(), *items.begin()));
}

void take_result(ImportedFile& file, const Appended& result) {
    file.standing = result.standing;
    file.reason = result.reason;
    file.new_answers = result.new_answers;
    if (result.standing != BatchStanding::stored) file.notes.clear();
    if (result.new_device)
        file.notes.push_back("it comes from another device than the packages of this candidate before");
}

/// Stores what arrived, one call of the store for each programme.
void store_arrivals(Store& store, std::span<Arrival> arrivals, Directory& directory, const ImportSettings& settings) {
    std::map<ProgrammeId, std::vector<Arrival*>> by_programme;
    for (Arrival& arrival : arrivals)
        if (arrival.package) by_programme[arrival.place.programme].push_back(&arrival);
    for (auto& [programme, together] : by_programme) {
        std::vector<Batch> batches;
        for (Arrival* arrival : together) {
            batches.push_back(batch_from(std::move(*arrival->package), directory, arrival->place, settings.now_ms));
            note_unknown_items(*arrival->file, batches.back(), settings);
        }
        const std::vector<Appended> results = store.append(programme, batches);
        for (std::size_t i = 0; i < results.size(); ++i) {
            take_result(*together[i]->file, results[i]);
            if (results[i].standing == BatchStanding::stored && batches[i].enrolment)
                directory.enroll(batches[i].candidate, together[i]->place);
        }
    }
}

}  // namespace

std::vector<ImportedFile> import_packages(Store& store, std::span<const fs::path> places,
                                          const ImportSettings& settings) {
    std::vector<ImportedFile> files = files_named(places);
    Directory directory(store);
    if (!settings.code.empty() && !directory.with_code(settings.code))
        throw Refused(fmt::format("no class of this store has the code {}: list the classes", settings.code));
    const std::vector<std::size_t> order = order_of(files);
    // While some are stored, most of which is waiting for the disk or the server, the next ones are read.
    const auto read_ahead = [&](std::size_t from) {
        return std::async(std::launch::async, [&, from] { return read_arrivals(files, order, from); });
    };
    std::size_t done = 0;
    for (auto coming = read_ahead(0); done < order.size();) {
        if (settings.go_on && !settings.go_on(done, order.size())) break;
        std::vector<Arrival> arrivals = coming.get();
        coming = read_ahead(done + arrivals.size());
        for (Arrival& arrival : arrivals) place_arrival(arrival, directory, settings.code);
        store_arrivals(store, arrivals, directory, settings);
        done += arrivals.size();
    }
    for (; done < order.size(); ++done)
        files[order[done]].reason = "the import was stopped before it: import it again";
    return files;
}

}  // namespace collimate::cohort
