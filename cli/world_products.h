/* What is inside sectors, as world show and world products print it: world_show_products.c. */
#ifndef TRADEWIND_CLI_WORLD_PRODUCTS_H
#define TRADEWIND_CLI_WORLD_PRODUCTS_H

#include "command.h"

/* Print a world's products by sector, and its families; all: every one, else the largest. Nothing without products. */
void print_products(const tw_world *world, int all);
/* The same as JSON: two lists. */
void put_products(const tw_world *world);

#endif
