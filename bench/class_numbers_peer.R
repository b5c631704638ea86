# The peers of class_numbers.cpp: Debian's r-cran-psych and r-cran-psychotools on matrices of the same size and kind, and
# their numbers beside ours on the one matrix in the folder named.
suppressMessages({library(psych); library(psychotools)})
folder <- commandArgs(trailingOnly = TRUE)[1]
alpha_of <- function(x) suppressWarnings(psych::alpha(as.data.frame(x), check.keys = FALSE, warnings = FALSE))
x <- as.matrix(read.csv(file.path(folder, "matrix.csv"), header = FALSE))
ours <- read.csv(file.path(folder, "ours.csv"), header = FALSE)
theirs <- alpha_of(x)
cat(sprintf("largest difference from R, %d x %d: facility %.1e, point-biserial %.1e, KR-20 %.1e (goal 1e-9)\n",
            nrow(x), ncol(x), max(abs(ours[[1]] - colMeans(x))),
            max(abs(ours[[2]] - theirs$item.stats$r.drop)), abs(ours[1, 3] - theirs$total$raw_alpha)))
set.seed(1)
made <- function(n, k) {
    theta <- rnorm(n); b <- rnorm(k)
    matrix(1 * (runif(n * k) < plogis(outer(theta, b, "-"))), n, k)
}
show <- function(what, work) cat(sprintf("%-58s %8.1f ms\n", what, 1000 * system.time(work)[["elapsed"]]))
for (size in list(c(3000, 1000), c(30000, 500))) {
    x <- made(size[1], size[2])
    show(sprintf("psych::alpha %d x %d, without options", size[1], size[2]), alpha_of(x))
}
x <- made(3000, 100)
show("psychotools::raschmodel 3000 x 100, with standard errors", psychotools::raschmodel(x))
