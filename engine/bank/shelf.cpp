#include "engine/bank/shelf.hpp"

#include <algorithm>
#include <tuple>

#include "engine/bank/bank.hpp"
#include "engine/base/error.hpp"

namespace collimate {
namespace fs = std::filesystem;

Shelf read_shelf(const fs::path& folder) {
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error) {
        throw WorldFailed(folder.string() + ": the folder of question banks cannot be read (" + error.message() +
                          "); build it with scripts/practice.");
    }
    Shelf shelf;
    for (const auto& entry : entries) {
        if (entry.path().extension() != ".bank") continue;
        try {
            const Bank bank = Bank::open(entry.path());
            shelf.banks.push_back({.file = entry.path(), .outline = bank.outline(), .items = bank.size()});
        } catch (const Refused& refused) {
            shelf.refused.emplace_back(refused.what());
        } catch (const WorldFailed& failed) {
            shelf.refused.emplace_back(failed.what());
        }
    }
    const auto order = [](const ShelvedBank& bank) { return std::tie(bank.outline.registry, bank.outline.title); };
    std::sort(shelf.banks.begin(), shelf.banks.end(),
              [&](const ShelvedBank& a, const ShelvedBank& b) { return order(a) < order(b); });
    std::sort(shelf.refused.begin(), shelf.refused.end());
    return shelf;
}

fs::path bank_file(const fs::path& folder, const std::string& exam) {
    const fs::path file = folder / (exam + ".bank");
    const bool plain_name = exam.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    if (plain_name && fs::exists(file)) return file;
    throw Refused("'" + exam + "' is not an exam with a bank in " + folder.string() +
                  "; list them with: collimate-cli exams");
}

}  // namespace collimate
