/* What GTAP's sectors are called: the 65 of releases 10 and 11, and of the 57 of release 9 those that are others.
 * Source: the lists of sectors in the documentation of the releases (Aguiar and others 2019, Journal of Global Economic
 * Analysis 4:1, doi 10.21642/JGEA.040101AF, and 2022, 7:2, doi 10.21642/JGEA.070201AF). Goods are divisions 01 to 33 of
 * ISIC, as everywhere here, so that electricity, gas, water and construction count among services. */
#include <string.h>

#include "base/names.h"
#include "world/import/gtap.h"

static const struct {
  char code[4];
  unsigned char goods;
  const char *name;
} sector[] = {
    {"pdr", 1, "Paddy rice"},
    {"wht", 1, "Wheat"},
    {"gro", 1, "Other cereals"},
    {"v_f", 1, "Vegetables, fruit, nuts"},
    {"osd", 1, "Oil seeds"},
    {"c_b", 1, "Sugar cane and beet"},
    {"pfb", 1, "Plant fibres"},
    {"ocr", 1, "Other crops"},
    {"ctl", 1, "Cattle, sheep, goats, horses"},
    {"oap", 1, "Other animal products"},
    {"rmk", 1, "Raw milk"},
    {"wol", 1, "Wool, silk"},
    {"frs", 1, "Forestry"},
    {"fsh", 1, "Fishing"},
    {"coa", 1, "Coal"},
    {"oil", 1, "Crude oil"},
    {"gas", 1, "Natural gas"},
    {"oxt", 1, "Other mining"},
    {"omn", 1, "Other minerals"},
    {"cmt", 1, "Meat of cattle, sheep, goats, horses"},
    {"omt", 1, "Other meat"},
    {"vol", 1, "Vegetable oils and fats"},
    {"mil", 1, "Dairy products"},
    {"pcr", 1, "Processed rice"},
    {"sgr", 1, "Sugar"},
    {"ofd", 1, "Other food"},
    {"b_t", 1, "Beverages and tobacco"},
    {"tex", 1, "Textiles"},
    {"wap", 1, "Wearing apparel"},
    {"lea", 1, "Leather"},
    {"lum", 1, "Wood products"},
    {"ppp", 1, "Paper, publishing"},
    {"p_c", 1, "Petroleum and coal products"},
    {"chm", 1, "Chemicals"},
    {"crp", 1, "Chemicals, rubber, plastics"},
    {"bph", 1, "Pharmaceuticals"},
    {"rpp", 1, "Rubber and plastics"},
    {"nmm", 1, "Other mineral products"},
    {"i_s", 1, "Iron and steel"},
    {"nfm", 1, "Other metals"},
    {"fmp", 1, "Metal products"},
    {"ele", 1, "Electronics"},
    {"eeq", 1, "Electrical equipment"},
    {"ome", 1, "Machinery"},
    {"mvh", 1, "Motor vehicles and parts"},
    {"otn", 1, "Other transport equipment"},
    {"omf", 1, "Other manufactures"},
    {"ely", 0, "Electricity"},
    {"gdt", 0, "Gas distribution"},
    {"wtr", 0, "Water"},
    {"cns", 0, "Construction"},
    {"trd", 0, "Trade"},
    {"afs", 0, "Accommodation, food services"},
    {"otp", 0, "Land transport"},
    {"wtp", 0, "Water transport"},
    {"atp", 0, "Air transport"},
    {"whs", 0, "Warehousing"},
    {"cmn", 0, "Communication"},
    {"ofi", 0, "Finance"},
    {"isr", 0, "Insurance"},
    {"ins", 0, "Insurance"},
    {"rsa", 0, "Real estate"},
    {"obs", 0, "Business services"},
    {"ros", 0, "Recreation and other services"},
    {"osg", 0, "Public administration"},
    {"edu", 0, "Education"},
    {"hht", 0, "Health and social work"},
    {"dwe", 0, "Dwellings"},
};

const char *twi_gtap_sector(const char *code, int *goods)
{
  size_t n = strlen(code);
  for (size_t i = 0; i < sizeof sector / sizeof *sector; i++)
    if (twi_same_name(code, n, sector[i].code)) {
      *goods = sector[i].goods;
      return sector[i].name;
    }
  if (twi_same_name(code, n, "services")) *goods = 0; /* the word that policies use */
  return NULL;
}
