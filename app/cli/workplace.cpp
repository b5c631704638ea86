#include "app/cli/workplace.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "engine/bank/shelf.hpp"
#include "engine/base/error.hpp"
#include "engine/study/rescore.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

std::string random_hex() {
    std::array<unsigned char, 16> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::string hex;
    for (const unsigned char byte : bytes) hex += fmt::format("{:02x}", byte);
    return hex;
}

}  // namespace

Identity new_identity() { return {.candidate = random_hex(), .device = random_hex()}; }

DeviceKey new_device_key() {
    DeviceKey key;
    randombytes_buf(key.seed.data(), key.seed.size());
    return key;
}

fs::path record_path(const Context& context, const fs::path& file) {
    return file.empty() ? context.data / "record.collimate" : file;
}

std::unique_ptr<Record> open_record(const Context& context, const fs::path& file) {
    if (file.empty()) {
        std::error_code error;
        fs::create_directories(context.data, error);
        if (error)
            throw WorldFailed(fmt::format("{}: the data folder cannot be made ({}); name another one with --data",
                                          context.data.string(), error.message()));
    }
    return std::make_unique<Record>(Record::open(record_path(context, file), new_identity(), context.now()));
}

std::string last_exam(const Record& record) {
    std::string last;
    std::int64_t latest = 0;
    for (const std::string& exam : record.exams())
        if (record.state(exam).applied > latest) {
            latest = record.state(exam).applied;
            last = exam;
        }
    return last;
}

void catch_up(const Bank& bank, Record& record, Now now) {
    const Rescoring rescoring = rescore(bank, record, now);
    if (!rescoring.changed()) return;
    fmt::print(
        stderr,
        "The bank has corrected questions you had answered: {} now right, {} now wrong. What was told before stays "
        "in the record.\n",
        rescoring.now_right, rescoring.now_wrong);
}

Workplace workplace_of(std::unique_ptr<Record> record, Bank bank, Now now) {
    catch_up(bank, *record, now);
    Workplace place;
    place.record = std::move(record);
    place.bank = std::make_unique<Bank>(std::move(bank));
    place.desk = std::make_unique<Desk>(*place.bank, *place.record);
    return place;
}

Workplace open_workplace(const Context& context, const fs::path& record_file, const std::string& exam) {
    // An unknown exam is refused before a record is made for it.
    const fs::path named = exam.empty() ? fs::path() : bank_file(context.banks(), exam);
    std::unique_ptr<Record> record;
    if (!exam.empty() || fs::exists(record_path(context, record_file))) record = open_record(context, record_file);
    const std::string last = record ? last_exam(*record) : "";
    if (exam.empty() && last.empty())
        throw Refused("no exam was chosen yet; name one with --exam CODE (list them with: collimate-cli exams)");
    return workplace_of(std::move(record), Bank::open(exam.empty() ? bank_file(context.banks(), last) : named),
                        context.now());
}

}  // namespace collimate
