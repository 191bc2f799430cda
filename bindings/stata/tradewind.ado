*! tradewind 0.2.0: runs the program tradewind and loads a table of what it writes
*! Needs the program (Debian 12) and Stata 14 or later. Checked for syntax only: no Stata was there when it was written.

program define tradewind, rclass
    version 14
    gettoken what rest : 0, parse(" ,")
    if `"`what'"' == "run" | `"`what'"' == "range" {
        tradewind_solve `what' `rest'
        return add
        exit
    }
    if `"`what'"' == "use" {
        tradewind_use `rest'
        return add
        exit
    }
    if `"`what'"' == "" {
        display as error "tradewind: found no word, expected run, range or use"
    }
    else {
        display as error `"tradewind: found `what', expected run, range or use"'
    }
    exit 198
end

* tradewind run SCENARIO, ... and tradewind range SCENARIO, ...: solves, then loads one table
program define tradewind_solve, rclass
    version 14
    gettoken what 0 : 0
    syntax anything(name=scenario id="scenario") [, World(string) Table(string) Out(string) CLEAR ///
        Elasticities(string) Deficits(string) Products(string) Focus(string) SET(string asis) DRAws(integer 0) ///
        SEED(integer 0) THReads(integer 0) PROGram(string)]
    if c(os) == "Windows" {
        display as error "tradewind: the program runs on Linux; found Windows"
        exit 198
    }
    if "`clear'" == "" & c(changed) {
        error 4
    }
    if "`what'" == "run" & (`draws' | `seed') {
        display as error "tradewind run: draws() and seed() are options of tradewind range"
        exit 198
    }
    if `"`table'"' == "" {
        local table "regions"
    }
    if `"`program'"' == "" {
        local program `"$TRADEWIND"'
    }
    if `"`program'"' == "" {
        local program "tradewind"
    }
    gettoken scenario more : scenario
    if `"`more'"' != "" {
        display as error `"tradewind `what': found `more' behind the scenario, expected one scenario"'
        exit 198
    }

    * Without out() the results lie in a temporary folder, which goes when the table is loaded.
    local keep 1
    if `"`out'"' == "" {
        local keep 0
        tempfile out
    }

    * shell gives no exit code, so a script keeps it in a file. Words stand in it between apostrophes, as sh takes them
    * unread. Apostrophes and the dollar are written as char(39) and char(36), since Stata would read them.
    tempfile script log code
    tempname handle
    file open `handle' using `"`script'"', write text replace
    tradewind_word `handle' `"`program'"'
    file write `handle' " `what'"
    tradewind_word `handle' `"`scenario'"'
    file write `handle' " --tables dta --no-report --out"
    tradewind_word `handle' `"`out'"'
    foreach option in world elasticities deficits products focus {
        if `"``option''"' != "" {
            file write `handle' " --`option'"
            tradewind_word `handle' `"``option''"'
        }
    }
    while `"`set'"' != "" {
        gettoken one set : set
        file write `handle' " --set"
        tradewind_word `handle' `"`one'"'
    }
    foreach option in draws seed threads {
        if ``option'' {
            file write `handle' " --`option' ``option''"
        }
    }
    file write `handle' " >"
    tradewind_word `handle' `"`log'"'
    file write `handle' " 2>&1" _n "echo " (char(36)) "? >"
    tradewind_word `handle' `"`code'"'
    file write `handle' _n
    file close `handle'
    quietly shell sh "`script'"
    local exit .
    capture confirm file `"`code'"'
    if _rc == 0 {
        file open `handle' using `"`code'"', read text
        file read `handle' line
        file close `handle'
        local exit = real(`"`line'"')
    }
    capture confirm file `"`log'"'
    if _rc == 0 {
        type `"`log'"'
    }
    if `exit' != 0 {
        if !`keep' {
            tradewind_remove `"`out'"'
        }
        tradewind_failed `exit'
    }

    local names : dir `"`out'"' files "*.dta"
    local names : subinstr local names ".dta" "", all
    local found : list table in names
    local unread 0
    if `found' {
        capture noisily use `"`out'/`table'.dta"', clear
        local unread = _rc
    }
    if !`keep' {
        tradewind_remove `"`out'"'
    }
    if `unread' {
        exit `unread'
    }
    if !`found' {
        display as error `"tradewind `what': found no table `table', expected one of: `names'"'
        exit 601
    }
    return scalar exit = `exit'
    return scalar N = _N
    return local tables `"`names'"'
    return local table `"`table'"'
    return local world `"`world'"'
    return local scenario `"`scenario'"'
    if `keep' {
        return local out `"`out'"'
    }
end

* tradewind use TABLE using FOLDER: loads a table of a folder that was written with --tables dta
program define tradewind_use, rclass
    version 14
    syntax name(name=table id="table") using/ [, CLEAR]
    if "`clear'" == "" & c(changed) {
        error 4
    }
    capture confirm file `"`using'/`table'.dta"'
    if _rc {
        display as error `"tradewind use: `using' has no `table'.dta; was it written with --tables dta?"'
        exit 601
    }
    use `"`using'/`table'.dta"', clear
    return scalar N = _N
    return local table `"`table'"'
    return local out `"`using'"'
end

* tradewind_word HANDLE TEXT: writes a word of a command to the script
program define tradewind_word
    version 14
    args handle text
    if strpos(`"`text'"', char(39)) {
        file close `handle'
        display as error `"tradewind: found an apostrophe in `text', expected none in names and amounts"'
        exit 198
    }
    file write `handle' " " (char(39)) `"`text'"' (char(39))
end

* What an exit code of the program means, as the nearest error of Stata
program define tradewind_failed
    version 14
    args exit
    if `exit' == 1 {
        display as error "tradewind: wrong use of the program; its words are above"
        exit 198
    }
    if `exit' == 2 {
        display as error "tradewind: wrong input; the place is named above"
        exit 459
    }
    if `exit' == 3 {
        display as error "tradewind: no certified equilibrium was found"
        exit 430
    }
    if `exit' == 4 {
        display as error "tradewind: it was interrupted"
        exit 1
    }
    if `exit' == 5 {
        display as error "tradewind: a file could not be read or written, or memory was short"
        exit 603
    }
    display as error "tradewind: the program was not found; is it installed, or named in program() or the global TRADEWIND?"
    exit 601
end

* Removes a folder of results and all that is in it, as the folder uncertified
program define tradewind_remove
    version 14
    args folder
    local folders : dir `"`folder'"' dirs "*"
    foreach inner of local folders {
        tradewind_remove `"`folder'/`inner'"'
    }
    local files : dir `"`folder'"' files "*"
    foreach file of local files {
        capture erase `"`folder'/`file'"'
    }
    capture rmdir `"`folder'"'
end
