#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include <memory>

#include "app/cli/bank_commands.hpp"
#include "app/cli/context.hpp"
#include "engine/bank/bank.hpp"
#include "engine/bank/booklet.hpp"
#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"
#include "engine/print/booklet_pdf.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

struct BookletOptions {
    fs::path file;
    BookletRequest request;
    fs::path output;
    fs::path key;
};

void booklet(const BookletOptions& options, Now now) {
    if (fs::weakly_canonical(options.output) == fs::weakly_canonical(options.key))
        throw Refused(options.key.string() + ": the key would stand in the booklet's file; name two files");
    check_target(options.output);
    check_target(options.key);
    const Bank bank = Bank::open(options.file);
    const Booklet made = make_booklet(bank, options.request);
    write_whole(options.output, options.output.extension() == ".pdf" ? booklet_pdf(bank, made, now.ms) : made.markdown);
    try {
        write_whole(options.key, made.key);
    } catch (...) {  // a quiz nobody can mark is half a result
        std::error_code ignored;
        fs::remove(options.output, ignored);
        throw;
    }
    fmt::print("{}: {} questions; key in {}\n", options.output.string(), made.questions, options.key.string());
    if (!made.left_out.empty())
        fmt::print(stderr, "left out, because they are retired or would give another question away: {}\n",
                   fmt::join(made.left_out, ", "));
}

}  // namespace

void add_bank_booklet(CLI::App& bank, const Context& context) {
    auto options = std::make_shared<BookletOptions>();
    CLI::App* command = bank.add_subcommand("booklet", "A paper quiz, its key in a file of its own");
    command->add_option("FILE", options->file, "Bank file")->required();
    CLI::Option* areas =
        command->add_option("--area", options->request.areas, "Area code, parts included; may be repeated")->take_all();
    command->add_option("--items", options->request.items, "Item ids, separated by commas")
        ->delimiter(',')
        ->excludes(areas);
    command->add_option("--seed", options->request.seed, "Decides numbers and order of options")
        ->required()
        ->check(seed_fault);
    command->add_option("-o,--output", options->output, "Booklet to write, OUT.md or OUT.pdf")->required();
    command->add_option("--key", options->key, "Key to write, KEY.json")->required();
    command->callback([options, &context] { booklet(*options, context.now()); });
}

}  // namespace collimate
