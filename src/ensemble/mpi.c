/* Several processes that share a study, started by mpirun: who am I, and have all finished? Nothing else goes through
 * MPI; draws go through files. Built with -DTRADEWIND_MPI=ON; otherwise every process is alone.
 *
 * MPI is started only under a launcher, so that a program built with it runs without one as well; and it cannot be
 * started twice in a process, so that a second study of the same process has to be of one rank. */
#include "ensemble/range.h"

#ifdef TRADEWIND_MPI

#include <mpi.h>
#include <stdlib.h>

/* Set by Open MPI's, MPICH's and Slurm's launchers. */
static int launched(void)
{
  return getenv("OMPI_COMM_WORLD_SIZE") || getenv("PMI_SIZE") || getenv("PMIX_RANK");
}

tw_status twi_ranks_start(tw_context *ctx, int *rank, int *ranks)
{
  int level, finalized = 0, initialized = 0;
  *rank = 0;
  *ranks = 1;
  MPI_Finalized(&finalized);
  MPI_Initialized(&initialized);
  if (finalized || (!initialized && !launched())) return TW_OK;
  if (!initialized && MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level) != MPI_SUCCESS)
    return twi_fail(ctx, TW_IO, "MPI could not be started");
  MPI_Comm_rank(MPI_COMM_WORLD, rank);
  MPI_Comm_size(MPI_COMM_WORLD, ranks);
  return TW_OK;
}

tw_status twi_ranks_agree(tw_context *ctx, tw_status status)
{
  int mine = (int)status, worst = mine;
  MPI_Allreduce(&mine, &worst, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  if (status != TW_OK || worst == TW_OK) return status;
  return twi_fail(ctx, (tw_status)worst, "another of the processes ended with an error (%s); what is finished is kept",
                  tw_status_word((tw_status)worst));
}

void twi_ranks_end(void)
{
  int finalized = 0, initialized = 0;
  MPI_Finalized(&finalized);
  MPI_Initialized(&initialized);
  if (initialized && !finalized) MPI_Finalize();
}

#else

tw_status twi_ranks_start(tw_context *ctx, int *rank, int *ranks)
{
  (void)ctx;
  *rank = 0;
  *ranks = 1;
  return TW_OK;
}

tw_status twi_ranks_agree(tw_context *ctx, tw_status status)
{
  (void)ctx;
  return status;
}

void twi_ranks_end(void)
{
}

#endif
