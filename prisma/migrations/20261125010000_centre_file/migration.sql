-- AlterTable
ALTER TABLE "centre" ADD COLUMN     "started_from" TEXT;
