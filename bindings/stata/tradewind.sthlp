{smcl}
{* *! version 0.2.0}{...}
{title:Title}

{p 4 8 2}{bf:tradewind} {hline 2} Trade policy in general equilibrium: run a scenario and load a table of the result

{title:Syntax}

{p 8 16 2}{cmd:tradewind run} {it:scenario} [{cmd:,} {it:options}]

{p 8 16 2}{cmd:tradewind range} {it:scenario} [{cmd:,} {it:options}]

{p 8 16 2}{cmd:tradewind use} {it:table} {cmd:using} {it:folder} [{cmd:,} {opt clear}]

{synoptset 28 tabbed}{...}
{synopthdr}
{synoptline}
{synopt:{opt w:orld(string)}}world: a built-in name, a folder or a .tww file{p_end}
{synopt:{opt t:able(string)}}table to load; default {cmd:regions}{p_end}
{synopt:{opt o:ut(string)}}folder that keeps all tables; default: a temporary one{p_end}
{synopt:{opt clear}}replace the data in memory{p_end}
{synopt:{opt e:lasticities(string)}}a set of trade elasticities of the world, or a CSV file{p_end}
{synopt:{opt d:eficits(string)}}trade deficits: {cmd:fixed}, {cmd:zero} or {cmd:proportional}{p_end}
{synopt:{opt p:roducts(string)}}products of the world to run it with{p_end}
{synopt:{opt f:ocus(string)}}what the answer is about, as in {cmd:CAN C29}{p_end}
{synopt:{opt set(string)}}other amounts for variables, each in quotes with its unit{p_end}
{synopt:{opt dra:ws(#)}}of {cmd:range}: number of draws{p_end}
{synopt:{opt seed(#)}}of {cmd:range}: seed of the draws{p_end}
{synopt:{opt thr:eads(#)}}threads of one solve{p_end}
{synopt:{opt prog:ram(string)}}the program, where it is not on the path; default: the global TRADEWIND{p_end}
{synoptline}

{title:Description}

{pstd}{cmd:tradewind} runs the program of that name, which must be installed, shows its words, checks how it ended, and loads a
table of the results. {it:scenario} is a built-in name or a YAML file. Variables have unit and meaning as labels; where a label is
cut, {cmd:notes} has all of it. Columns that are 0 or 1 have value labels. A solution that is not certified is an error (430) and
leaves the data in memory as they were.

{pstd}Tables are {cmd:regions}, {cmd:sectors}, {cmd:groups} and {cmd:trade}, and those that a scenario has besides, such as
{cmd:limits}, {cmd:products}, {cmd:years} or {cmd:drivers}; r(tables) names them.

{title:Examples}

{phang2}{cmd:. tradewind run us-tariff-canada, clear}{p_end}
{phang2}{cmd:. tradewind run us-tariff-canada, world(default) table(sectors) out(results) clear}{p_end}
{phang2}{cmd:. tradewind use trade using results, clear}{p_end}
{phang2}{cmd:. tradewind range us-tariff-canada, draws(100) clear}{p_end}

{title:Stored results}

{synoptset 20 tabbed}{...}
{synopt:{cmd:r(exit)}}exit code of the program: 0, certified{p_end}
{synopt:{cmd:r(N)}}observations{p_end}
{synopt:{cmd:r(scenario)}}the scenario{p_end}
{synopt:{cmd:r(world)}}the world, where one was named{p_end}
{synopt:{cmd:r(table)}}the table that was loaded{p_end}
{synopt:{cmd:r(tables)}}all tables of the result{p_end}
{synopt:{cmd:r(out)}}the folder, where one was named{p_end}

{title:Errors}

{pstd}198: wrong use; 459: wrong input; 430: no certified equilibrium; 603: a file could not be read or written; 601: no such
table, or the program was not found; 1: interrupted; 4: the data in memory have changed and {opt clear} was not given.
