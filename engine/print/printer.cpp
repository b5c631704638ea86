#include "engine/print/printer.hpp"

#include "engine/print/score_pdf.hpp"

namespace collimate {

Printer linked_printer() { return {.score_pdf = score_pdf}; }

}  // namespace collimate
